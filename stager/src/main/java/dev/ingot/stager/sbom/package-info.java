/** What is in an image: SBOM files of buildpacks, and the platform's own inventory from lock files, jars and installed packages. */
@NullMarked
package dev.ingot.stager.sbom;

import org.jspecify.annotations.NullMarked;
