/** `GET /v3/audit_events`. */
@NullMarked
package dev.ingot.controller.event.http;

import org.jspecify.annotations.NullMarked;
