/** Buildpacks: what turns apps into images. The platform's own and those operators upload, in the order they are tried. */
@NullMarked
package dev.ingot.controller.buildpack;

import org.jspecify.annotations.NullMarked;
