/** App usage events: what apps used, for those who bill it. */
@NullMarked
package dev.ingot.controller.usage;

import org.jspecify.annotations.NullMarked;
