/** `GET /v3/jobs/:guid`. */
@NullMarked
package dev.ingot.controller.job.http;

import org.jspecify.annotations.NullMarked;
