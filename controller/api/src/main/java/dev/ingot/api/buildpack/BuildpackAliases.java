package dev.ingot.api.buildpack;

import dev.ingot.api.common.Link;
import java.util.Map;

/**
 * Which names and addresses of buildpacks stand for which (Ingot's own, `/v3/buildpack_aliases`).
 *
 * @param aliases name, or address without `#branch` and `.git` → id or name of a buildpack
 */
public record BuildpackAliases(Map<String, String> aliases, Map<String, Link> links) {}
