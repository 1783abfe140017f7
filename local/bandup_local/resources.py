"""Makes in moto what the template declares: tables, queues, buckets and secrets."""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

from . import identity
from .cloudformation import Template, text
from .moto_cloud import MotoCloud

_TABLE_SETTINGS = (
    "KeySchema", "AttributeDefinitions", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes", "StreamSpecification", "DeletionProtectionEnabled", "Tags",
)  # fmt: skip
_QUEUE_SETTINGS = (
    "VisibilityTimeout", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "DelaySeconds",
    "MaximumMessageSize", "FifoQueue", "ContentBasedDeduplication",
)  # fmt: skip
_CORS_RULE_NAMES = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}


def create(template: Template, cloud: MotoCloud, gemini_api_key: str) -> str:
    """Makes everything, and gives the ARN of the secret that holds the key."""
    _tables(template, cloud.client("dynamodb"))
    _queues(template, cloud.client("sqs"))
    _buckets(template, cloud.client("s3"))
    return _secrets(template, cloud.client("secretsmanager"), gemini_api_key)


def _tables(template: Template, dynamodb: Any) -> None:
    for logical_id, raw in template.resources("AWS::DynamoDB::Table").items():
        name = template.name(logical_id)
        properties = template.resolve(raw)
        settings = {key: properties[key] for key in _TABLE_SETTINGS if key in properties}
        if "DeletionProtectionEnabled" in settings:
            # A parameter gives it as text, which CloudFormation would convert.
            settings["DeletionProtectionEnabled"] = text(settings["DeletionProtectionEnabled"]) == "true"
        dynamodb.create_table(TableName=name, **settings)
        if properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            dynamodb.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
            )
        if ttl := properties.get("TimeToLiveSpecification"):
            dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)


def _queues(template: Template, sqs: Any) -> None:
    declared = {
        template.name(logical_id): template.resolve(raw)
        for logical_id, raw in template.resources("AWS::SQS::Queue").items()
    }
    urls = {}
    for name, properties in declared.items():
        attributes = {key: text(properties[key]) for key in _QUEUE_SETTINGS if key in properties}
        urls[name] = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    # A dead-letter queue must exist before anything points to it.
    for name, properties in declared.items():
        if policy := properties.get("RedrivePolicy"):
            sqs.set_queue_attributes(QueueUrl=urls[name], Attributes={"RedrivePolicy": json.dumps(policy)})


def _buckets(template: Template, s3: Any) -> None:
    for logical_id, raw in template.resources("AWS::S3::Bucket").items():
        name = template.name(logical_id)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": identity.REGION})
        cors = template.resolve(raw.get("CorsConfiguration", {}))
        if rules := cors.get("CorsRules"):
            renamed = [{_CORS_RULE_NAMES.get(key, key): value for key, value in rule.items()} for rule in rules]
            s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": renamed})


def _secrets(template: Template, client: Any, gemini_api_key: str) -> str:
    """A secret that CloudFormation generates is random here too; any other one is for a key that somebody has."""
    key_arn = ""
    for logical_id, properties in template.of_type("AWS::SecretsManager::Secret").items():
        rules = properties.get("GenerateSecretString")
        value = gemini_api_key if rules is None else _random_secret(rules)
        arn = str(client.create_secret(Name=template.name(logical_id), SecretString=value)["ARN"])
        for attribute in ("Ref", "Id", "Arn"):
            template.learn(logical_id, attribute, arn)
        if rules is None:
            key_arn = arn
    if not key_arn:
        # The template takes an existing secret's ARN: this is it.
        key_arn = str(client.create_secret(Name=identity.SECRET_NAME, SecretString=gemini_api_key)["ARN"])
    return key_arn


def _random_secret(rules: dict[str, Any]) -> str:
    """As `GenerateSecretString` asks for it: a password, or a JSON object with a password in it."""
    unwanted = set(rules.get("ExcludeCharacters", ""))
    if text(rules.get("ExcludePunctuation", False)) == "true":
        unwanted |= set(string.punctuation)
    letters = [one for one in string.ascii_letters + string.digits + string.punctuation if one not in unwanted]
    password = "".join(secrets.choice(letters) for _ in range(int(rules.get("PasswordLength", 32))))
    if "GenerateStringKey" not in rules:
        return password
    return json.dumps(json.loads(rules.get("SecretStringTemplate", "{}")) | {rules["GenerateStringKey"]: password})
