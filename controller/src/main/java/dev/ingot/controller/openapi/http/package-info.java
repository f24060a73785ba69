/** The description of the API in OpenAPI 3.1, made from the handlers themselves: `GET /v3/openapi.json`. Decision 0013 says why no library makes it. */
@NullMarked
package dev.ingot.controller.openapi.http;

import org.jspecify.annotations.NullMarked;
