/** The endpoints of app usage events. */
@NullMarked
package dev.ingot.controller.usage.http;

import org.jspecify.annotations.NullMarked;
