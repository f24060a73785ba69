/** The endpoints of processes. */
@NullMarked
package dev.ingot.controller.process.http;

import org.jspecify.annotations.NullMarked;
