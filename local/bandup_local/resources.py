"""Makes in moto what the template declares: tables, queues, buckets and secrets."""

from __future__ import annotations

import json
from typing import Any

from . import identity
from .cloudformation import Template
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
    return _secret(template, cloud.client("secretsmanager"), gemini_api_key)


def _tables(template: Template, dynamodb: Any) -> None:
    for logical_id, raw in template.resources("AWS::DynamoDB::Table").items():
        name = template.name(logical_id)
        properties = template.resolve(raw)
        settings = {key: properties[key] for key in _TABLE_SETTINGS if key in properties}
        if "DeletionProtectionEnabled" in settings:
            # A parameter gives it as text, which CloudFormation would convert.
            settings["DeletionProtectionEnabled"] = str(settings["DeletionProtectionEnabled"]).lower() == "true"
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
        attributes = {key: _attribute(properties[key]) for key in _QUEUE_SETTINGS if key in properties}
        urls[name] = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    # A dead-letter queue must exist before anything points to it.
    for name, properties in declared.items():
        if policy := properties.get("RedrivePolicy"):
            sqs.set_queue_attributes(QueueUrl=urls[name], Attributes={"RedrivePolicy": json.dumps(policy)})


def _attribute(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _buckets(template: Template, s3: Any) -> None:
    for logical_id, raw in template.resources("AWS::S3::Bucket").items():
        name = template.name(logical_id)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": identity.REGION})
        cors = template.resolve(raw.get("CorsConfiguration", {}))
        if rules := cors.get("CorsRules"):
            renamed = [{_CORS_RULE_NAMES.get(key, key): value for key, value in rule.items()} for rule in rules]
            s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": renamed})


def _secret(template: Template, secrets: Any, gemini_api_key: str) -> str:
    arn = ""
    for logical_id, raw in template.resources("AWS::SecretsManager::Secret").items():
        value = gemini_api_key
        if generated := template.resolve(raw.get("GenerateSecretString")):
            value = secrets.get_random_password(**generated)["RandomPassword"]
        made = secrets.create_secret(Name=template.name(logical_id), SecretString=value)["ARN"]
        template.learn(logical_id, "Ref", made)
        template.learn(logical_id, "Id", made)
        template.learn(logical_id, "Arn", made)
        if not generated:
            arn = made
    # Where the template takes an existing secret's ARN, this is it.
    return str(arn or secrets.create_secret(Name=identity.SECRET_NAME, SecretString=gemini_api_key)["ARN"])
