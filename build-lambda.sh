#!/usr/bin/env bash
# Builds the Lambda functions and packs each into a zip that brings its whole world: see --help.
set -euo pipefail

readonly targets=(WritingEvaluator SpeakingEvaluator FlashcardGenerator S3Upload)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly root
readonly image=swift:6.3-amazonlinux2023

usage() {
    cat <<USAGE
Usage: ${0##*/} [--arch x86_64|arm64] [--docker] [TARGET...]

Builds the functions in release with the static Swift standard library and writes
.build/lambda/<TARGET>.zip, each with bootstrap at its root and every library it
needs, the loader included, beside it: what is built on Debian runs on
provided.al2 and provided.al2023 alike. Two builds of one commit on one machine
give identical zips. Nothing is fetched.

TARGET is one of ${targets[*]};
without one, all are built.

  --arch ARCH   fail unless this machine builds for ARCH
  --docker      build inside $image instead of here; this fetches
                the image and its packages, and writes .build/docker/lambda
  SLIM=1        (in the environment) build without full Foundation, the Runtime
                API loop over libcurl, into .build/slim/lambda; docs/slim.md
                compares the two
  --help        this text

Needs: swift, clang, python3, patchelf, binutils; libcurl4-openssl-dev,
libssl-dev, libpoppler-glib-dev, poppler-data, libarchive-dev, libxml2-dev,
libcmark-dev, libuchardet-dev (Debian's names).
USAGE
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit "${2:-1}"
}

build_in_docker() {
    command -v docker >/dev/null || fail "--docker needs docker"
    # The packages are those of the list above, under Amazon Linux's names.
    docker build --tag bandup-ai-build - <<DOCKERFILE
FROM $image
RUN dnf install -y libcurl-devel openssl-devel poppler-glib-devel poppler-data libarchive-devel libxml2-devel \\
    cmark-devel uchardet-devel glibc-gconv-extra patchelf binutils python3 && \\
    dnf clean all
DOCKERFILE
    exec docker run --rm --user "$(id -u):$(id -g)" --env HOME=/tmp --env BANDUP_BUILD_PATH=/src/.build/docker \
        --env SLIM="${SLIM:-0}" \
        --volume "$root:/src" --workdir /src --network none bandup-ai-build ./build-lambda.sh "$@"
}

architecture() {
    case $(uname -m) in
        x86_64) echo x86_64 ;;
        aarch64 | arm64) echo arm64 ;;
        *) fail "Lambda has no architecture $(uname -m)" ;;
    esac
}

arch='' docker=false chosen=()
while (($# > 0)); do
    case $1 in
        --help | -h) usage && exit 0 ;;
        --arch) arch=${2:-none} && shift ;;
        --arch=*) arch=${1#*=} ;;
        --docker) docker=true ;;
        -*) fail "unknown option $1; see --help" 2 ;;
        *)
            [[ " ${targets[*]} " == *" $1 "* ]] || fail "unknown target $1; there are: ${targets[*]}" 2
            chosen+=("$1")
            ;;
    esac
    (($# == 0)) || shift
done
((${#chosen[@]} > 0)) || chosen=("${targets[@]}")
case $arch in
    '' | "$(architecture)") ;;
    x86_64 | arm64) fail "this machine builds for $(architecture), not $arch" ;;
    *) fail "--arch takes x86_64 or arm64" 2 ;;
esac
if $docker; then build_in_docker "${chosen[@]}"; fi

for tool in swift clang python3 patchelf ar readelf nm objcopy strip; do
    command -v "$tool" >/dev/null || fail "$tool is not installed; see --help"
done

# Nothing of the caller's locale, clock zone or umask may reach the result.
export LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1
umask 022
build=${BANDUP_BUILD_PATH:-$root/.build}
options=(--configuration release --static-swift-stdlib)
if [[ ${SLIM:-0} == 1 ]]; then
    build+=/slim
    options+=(--traits Slim)
fi
output=$build/lambda
mkdir -p "$output"

folders=()
for target in "${chosen[@]}"; do
    swift build --package-path "$root" --scratch-path "$build" "${options[@]}" --product "$target"
    binary=$(swift build --package-path "$root" --scratch-path "$build" "${options[@]}" --show-bin-path)/$target
    python3 "$root/packaging/bundle.py" "$binary" "$output/$target" "$output/$target.zip"
    folders+=("$output/$target")
done
echo
python3 "$root/packaging/bundle.py" table "${folders[@]}"
