/** Image extensions: what they generate, and why it is not applied. */
@NullMarked
package dev.ingot.stager.extend;

import org.jspecify.annotations.NullMarked;
