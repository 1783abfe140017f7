"""Prints template.yaml without its Fn::ForEach, as JSON, for tools that know no loops."""

import json
import sys

import cfnlint.decode.cfn_yaml
from bandup_local import foreach, paths

if __name__ == "__main__":
    json.dump(foreach.expand(cfnlint.decode.cfn_yaml.load(str(paths.template()))), sys.stdout, indent=1)
