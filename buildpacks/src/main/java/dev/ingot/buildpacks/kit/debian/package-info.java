/**
 * Debian's packages as layers, without rights: fetched by the build image's own apt, unpacked and made to work from where the layer lies.
 * For buildpacks whose runtime is Debian's, and for packages an app asks for.
 */
@NullMarked
package dev.ingot.buildpacks.kit.debian;

import org.jspecify.annotations.NullMarked;
