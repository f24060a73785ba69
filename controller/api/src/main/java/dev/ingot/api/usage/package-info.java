/** Usage events on the wire. */
@NullMarked
package dev.ingot.api.usage;

import org.jspecify.annotations.NullMarked;
