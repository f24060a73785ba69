/** `/v3/rebases`. */
@NullMarked
package dev.ingot.controller.rebase.http;

import org.jspecify.annotations.NullMarked;
