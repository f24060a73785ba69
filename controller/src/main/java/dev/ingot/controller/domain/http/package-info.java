/** `/v3/domains`. */
@NullMarked
package dev.ingot.controller.domain.http;

import org.jspecify.annotations.NullMarked;
