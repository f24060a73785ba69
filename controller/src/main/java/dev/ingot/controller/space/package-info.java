/** Spaces: where the apps of a team live. Each belongs to one org. */
@NullMarked
package dev.ingot.controller.space;

import org.jspecify.annotations.NullMarked;
