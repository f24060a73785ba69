/** Tests of the log-cache API. */
@NullMarked
package dev.ingot.controller.log.http;

import org.jspecify.annotations.NullMarked;
