/** Tests of the feature usage. */
@NullMarked
package dev.ingot.controller.usage;

import org.jspecify.annotations.NullMarked;
