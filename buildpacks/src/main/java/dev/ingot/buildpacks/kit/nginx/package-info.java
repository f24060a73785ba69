/** nginx as a layer, for the buildpacks that serve with it. */
@NullMarked
package dev.ingot.buildpacks.kit.nginx;

import org.jspecify.annotations.NullMarked;
