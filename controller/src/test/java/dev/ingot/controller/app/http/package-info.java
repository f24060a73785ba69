/** Tests: Apps over HTTP. */
@NullMarked
package dev.ingot.controller.app.http;

import org.jspecify.annotations.NullMarked;
