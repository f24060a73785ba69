/** Buildpacks that come in images: buildpackages and builders. */
@NullMarked
package dev.ingot.oci.buildpackage;

import org.jspecify.annotations.NullMarked;
