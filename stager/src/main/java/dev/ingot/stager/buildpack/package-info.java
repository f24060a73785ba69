/** Buildpacks on disk and their descriptors. */
@NullMarked
package dev.ingot.stager.buildpack;

import org.jspecify.annotations.NullMarked;
