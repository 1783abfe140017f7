"""Prints template.yaml without its Fn::ForEach, as JSON, for tools that know no loops."""

import json
import sys

from bandup_local import paths
from bandup_local.cloudformation import Template

if __name__ == "__main__":
    json.dump(Template.load(paths.template()).document, sys.stdout, indent=1)
