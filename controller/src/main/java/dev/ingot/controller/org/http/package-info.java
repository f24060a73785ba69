/** `/v3/organizations`. */
@NullMarked
package dev.ingot.controller.org.http;

import org.jspecify.annotations.NullMarked;
