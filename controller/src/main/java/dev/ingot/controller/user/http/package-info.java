/** `/v3/users` and `/uaa/Users`. */
@NullMarked
package dev.ingot.controller.user.http;

import org.jspecify.annotations.NullMarked;
