"""Reads a SAM template and resolves its intrinsic functions, for the local stack and for every test of the template.

Loops are expanded before anything is asked. Parameters take their defaults, unless told otherwise; conditions are
evaluated; `Ref` and `Fn::GetAtt` give the names and ARNs that resources get here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from . import foreach, identity

_NO_VALUE = object()
_NAME_PROPERTIES = {
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::Logs::LogGroup": "LogGroupName",
}
_CONDITIONS = ("Equals", "Not", "And", "Or", "Contains")
_QUEUE_ENDPOINT = f"https://sqs.{identity.REGION}.amazonaws.com"
_ARNS = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::Serverless::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{name}:*",
    "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:{region}:{account}:secret:{name}",
}


class TemplateError(ValueError):
    """What is wrong with a template, in words for whoever wrote it."""


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, which become their long ones."""


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


def _mapping_without_duplicates(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    # YAML's own loader would let the second of two equal names win, and lose the first without a word.
    lines: dict[Any, int] = {}
    for key, _ in node.value:
        name, line = loader.construct_object(key), key.start_mark.line + 1
        if name in lines:
            raise TemplateError(f"{name} stands twice: in line {lines[name]} and in line {line}")
        lines[name] = line
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _short_form)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_duplicates)


class Template:
    """A template with its parameters fixed."""

    def __init__(
        self,
        document: dict[str, Any],
        *,
        queue_endpoint: str = _QUEUE_ENDPOINT,
        parameters: dict[str, str] | None = None,
    ) -> None:
        self._queue_endpoint = queue_endpoint
        declared = document.get("Parameters", {})
        if unknown := (parameters or {}).keys() - declared.keys():
            raise TemplateError(f"the template has no parameter {', '.join(sorted(unknown))}")
        values = {name: spec.get("Default", "") for name, spec in declared.items()} | (parameters or {})
        self.document = foreach.expand(document, values)
        self._parameters = {
            name: str(value).split(",") if declared[name].get("Type") == "CommaDelimitedList" else value
            for name, value in values.items()
        }
        self._known: dict[tuple[str, str], str] = {}
        self._pseudo = {
            "AWS::Region": identity.REGION,
            "AWS::AccountId": identity.ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": "bandup-local",
            "AWS::StackId": f"arn:aws:cloudformation:{identity.REGION}:{identity.ACCOUNT}:stack/bandup-local/1",
        }

    @classmethod
    def load(
        cls, path: Path, *, queue_endpoint: str = _QUEUE_ENDPOINT, parameters: dict[str, str] | None = None
    ) -> Template:
        with path.open() as source:
            # The loader is a subclass of SafeLoader: only CloudFormation's tags are added.
            document = yaml.load(source, Loader=_Loader)  # noqa: S506
        return cls(document, queue_endpoint=queue_endpoint, parameters=parameters)

    @property
    def globals(self) -> dict[str, Any]:
        return dict(self.document.get("Globals", {}))

    def resources(self, *types: str) -> dict[str, dict[str, Any]]:
        """Properties, not yet resolved, by logical id, of the resources of a type whose condition holds."""
        return {
            logical_id: resource.get("Properties", {})
            for logical_id, resource in self.document["Resources"].items()
            if resource["Type"] in types and self._exists(resource)
        }

    def of_type(self, *types: str) -> dict[str, dict[str, Any]]:
        """The same, resolved."""
        return {name: self.resolve(properties) for name, properties in self.resources(*types).items()}

    def properties(self, logical_id: str) -> dict[str, Any]:
        """Resolved, whether or not the resource's condition holds."""
        return dict(self.resolve(self.document["Resources"][logical_id].get("Properties", {})))

    def metadata(self, logical_id: str) -> dict[str, Any]:
        """What a resource says about itself to tools, not to CloudFormation."""
        return dict(self.document["Resources"][logical_id].get("Metadata", {}))

    def arn(self, logical_id: str) -> str:
        return self._attribute(logical_id, "Arn")

    def name(self, logical_id: str) -> str:
        """The physical name: the one that the template gives, or one made of the stack's."""
        resource = self.document["Resources"][logical_id]
        given = resource.get("Properties", {}).get(_NAME_PROPERTIES.get(resource["Type"], ""))
        resolved = self.resolve(given) if given is not None else None
        return str(resolved) if resolved is not None else f"bandup-local-{logical_id}".lower()

    def broken_rules(self) -> list[str]:
        """What CloudFormation says of these parameters before it makes anything."""
        return [
            assertion["AssertDescription"]
            for rule in self.document.get("Rules", {}).values()
            if "RuleCondition" not in rule or self._condition(rule["RuleCondition"])
            for assertion in rule["Assertions"]
            if not self._condition(assertion["Assert"])
        ]

    def learn(self, logical_id: str, attribute: str, value: str) -> None:
        """Notes what a resource got when it was made, such as a secret's ARN with its random ending."""
        self._known[logical_id, attribute] = value

    def resolve(self, value: Any) -> Any:
        resolved = self._value(value)
        return None if resolved is _NO_VALUE else resolved

    def _exists(self, resource: dict[str, Any]) -> bool:
        return "Condition" not in resource or self._condition(resource["Condition"])

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for item in map(self._value, value) if item is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref":
                return self._reference(argument)
            if name.startswith("Fn::"):
                return self._function(name.removeprefix("Fn::"), argument)
        resolved = {name: self._value(item) for name, item in value.items()}
        return {name: item for name, item in resolved.items() if item is not _NO_VALUE}

    def _reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in self._pseudo:
            return self._pseudo[name]
        if name in self._parameters:
            return self._parameters[name]
        if (name, "Ref") in self._known:
            return self._known[name, "Ref"]
        resource = self.document["Resources"][name]
        if resource["Type"] == "AWS::SQS::Queue":
            return f"{self._queue_endpoint}/{identity.ACCOUNT}/{self.name(name)}"
        if resource["Type"] == "AWS::SecretsManager::Secret":
            return self.arn(name)
        return self.name(name) if resource["Type"] in _NAME_PROPERTIES else name

    def _attribute(self, logical_id: str, attribute: str) -> str:
        if (logical_id, attribute) in self._known:
            return self._known[logical_id, attribute]
        kind = self.document["Resources"][logical_id]["Type"]
        if attribute == "Arn" and kind in _ARNS:
            return _ARNS[kind].format(region=identity.REGION, account=identity.ACCOUNT, name=self.name(logical_id))
        if attribute in ("QueueName", "QueueUrl"):
            return self.name(logical_id) if attribute == "QueueName" else str(self._reference(logical_id))
        # Nothing local depends on the others (an API's id, a role's ARN): a name that can be recognised is enough.
        return f"{logical_id}.{attribute}"

    def _function(self, name: str, argument: Any) -> Any:
        if name == "Sub":
            return self._substitute(argument)
        if name == "GetAtt":
            logical_id, attribute = argument
            return self._attribute(logical_id, str(self._value(attribute)))
        if name == "If":
            condition, when_true, when_false = argument
            return self._value(when_true if self._condition(condition) else when_false)
        if name in _CONDITIONS:
            return self._condition({f"Fn::{name}": argument})
        if name == "Join":
            separator, items = argument
            return separator.join(str(item) for item in self._value(items))
        if name == "Select":
            index, items = self._value(argument)
            return items[int(index)]
        if name == "Split":
            separator, text = self._value(argument)
            return text.split(separator)
        if name == "FindInMap":
            place = self.document["Mappings"]
            for key in self._value(argument):
                place = place[key]
            return place
        raise ValueError(f"the local stack can't resolve Fn::{name}")

    def _substitute(self, argument: Any) -> str:
        text, variables = argument if isinstance(argument, list) else (argument, {})

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("!"):
                return f"${{{name[1:]}}}"
            if name in variables:
                return str(self._value(variables[name]))
            if "." in name:
                return self._attribute(*name.split(".", 1))
            return str(self._reference(name))

        return re.sub(r"\$\{([^}]+)\}", replace, text)

    def _condition(self, condition: Any) -> bool:
        if isinstance(condition, str):
            return self._condition(self.document["Conditions"][condition])
        name, argument = next(iter(condition.items()))
        if name == "Condition":
            return self._condition(argument)
        if name == "Fn::Equals":
            first, second = self._value(argument)
            return text(first) == text(second)
        if name == "Fn::Not":
            return not self._condition(argument[0])
        if name == "Fn::And":
            return all(map(self._condition, argument))
        if name == "Fn::Or":
            return any(map(self._condition, argument))
        if name == "Fn::Contains":
            listed, value = self._value(argument)
            return text(value) in map(text, listed)
        raise ValueError(f"the local stack can't evaluate {name}")


def text(value: Any) -> str:
    """A scalar as CloudFormation writes it: YAML's true is the text `true`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
