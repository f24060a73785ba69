/** Tests of where the platform's images lie. */
@NullMarked
package dev.ingot.controller.image;

import org.jspecify.annotations.NullMarked;
