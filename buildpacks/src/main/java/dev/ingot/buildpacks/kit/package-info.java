/**
 * What a buildpack in Java needs and nothing more: the build's context, layers with types and metadata, {@code launch.toml}, environment
 * files, running tools, fetching over HTTP. Follows the CNB Buildpack API, "Build", from 0.10 on. No dependencies, so that a build starts fast.
 */
@NullMarked
package dev.ingot.buildpacks.kit;

import org.jspecify.annotations.NullMarked;
