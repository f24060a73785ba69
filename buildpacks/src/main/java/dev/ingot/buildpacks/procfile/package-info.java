/** The buildpack {@code ingot/procfile}: process types out of a {@code Procfile}, for apps of any language. */
@NullMarked
package dev.ingot.buildpacks.procfile;

import org.jspecify.annotations.NullMarked;
