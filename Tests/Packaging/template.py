"""template.yaml as data, parameters at their defaults unless given."""

import functools
import re

import cfnlint.decode.cfn_yaml
from bandup_local import foreach
from places import REPOSITORY

# Region and account are those of events/ and of the local stack.
PSEUDO = {
    "AWS::Region": "ap-southeast-1", "AWS::AccountId": "123456789012", "AWS::Partition": "aws", "AWS::StackName": "bandup",
    "AWS::URLSuffix": "amazonaws.com",
}
NAMES = {
    "AWS::Serverless::Function": "FunctionName", "AWS::DynamoDB::Table": "TableName", "AWS::SQS::Queue": "QueueName",
    "AWS::S3::Bucket": "BucketName", "AWS::Logs::LogGroup": "LogGroupName",
}
NO_VALUE = object()


class Template:
    def __init__(self, parameters: dict[str, str]) -> None:
        self.document = foreach.expand(cfnlint.decode.cfn_yaml.load(str(REPOSITORY / "template.yaml")))
        declared = self.document["Parameters"]
        self.parameters = {name: spec["Default"] for name, spec in declared.items()} | parameters

    def of_type(self, kind: str) -> dict[str, dict]:
        """Resolved properties by logical id, where the resource's condition holds."""
        return {
            name: self.resolve(resource.get("Properties", {}))
            for name, resource in self.document["Resources"].items()
            if resource["Type"] == kind and self._holds(resource.get("Condition"))
        }

    def broken_rules(self) -> list[str]:
        """What CloudFormation says of these parameters before it does anything."""
        return [
            assertion["AssertDescription"]
            for rule in self.document["Rules"].values()
            if self.resolve(rule["RuleCondition"])
            for assertion in rule["Assertions"]
            if not self.resolve(assertion["Assert"])
        ]

    def properties(self, logical_id: str) -> dict:
        return self.resolve(self.document["Resources"][logical_id].get("Properties", {}))

    def name(self, logical_id: str) -> str:
        resource = self.document["Resources"][logical_id]
        given = resource.get("Properties", {}).get(NAMES.get(resource["Type"], ""))
        return self.resolve(given) if given else logical_id

    def resolve(self, value):
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function == "Ref":
                return self._reference(argument)
            if function.startswith("Fn::"):
                return getattr(self, "_" + function[4:].lower())(argument)
        resolved = {name: self.resolve(item) for name, item in value.items()}
        return {name: item for name, item in resolved.items() if item is not NO_VALUE}

    def _reference(self, name):
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self.document["Resources"]:
            return self.name(name)
        return PSEUDO.get(name, self.parameters.get(name))

    def _getatt(self, argument):
        logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self.name(logical_id) if attribute == "QueueName" else f"{attribute}:{logical_id}"

    def _sub(self, argument):
        text, own = (argument, {}) if isinstance(argument, str) else (argument[0], self.resolve(argument[1]))

        def replace(match):
            name = match.group(1)
            if name in own:
                return str(own[name])
            return str(self._getatt(name) if "." in name else self._reference(name))

        return re.sub(r"\$\{([^}!]+)\}", replace, text)

    def _join(self, argument):
        separator, parts = argument
        return separator.join(map(str, self.resolve(parts)))

    def _split(self, argument):
        separator, text = argument
        return self.resolve(text).split(separator)

    def _findinmap(self, argument):
        table, row, column = self.resolve(argument)
        return self.document["Mappings"][table][row][column]

    def _if(self, argument):
        return self.resolve(argument[1] if self._holds(argument[0]) else argument[2])

    def _equals(self, argument):
        left, right = self.resolve(argument)
        return str(left) == str(right)

    def _contains(self, argument):
        listed, value = self.resolve(argument)
        return value in str(listed).split(",")

    def _not(self, argument):
        return not self.resolve(argument[0])

    def _holds(self, condition):
        return condition is None or self.resolve(self.document["Conditions"][condition])


@functools.cache
def _template(parameters: tuple) -> Template:
    return Template(dict(parameters))


def template(**parameters: str) -> Template:
    return _template(tuple(sorted(parameters.items())))
