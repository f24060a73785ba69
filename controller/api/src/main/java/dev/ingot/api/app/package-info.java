/** Apps on the wire: the app itself, its lifecycle, environment and features. */
@NullMarked
package dev.ingot.api.app;

import org.jspecify.annotations.NullMarked;
