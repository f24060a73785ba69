/** The root document, `/v3` and `/v3/info`. */
@NullMarked
package dev.ingot.controller.root.http;

import org.jspecify.annotations.NullMarked;
