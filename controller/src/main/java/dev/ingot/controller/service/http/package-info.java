/** The endpoints of services. */
@NullMarked
package dev.ingot.controller.service.http;

import org.jspecify.annotations.NullMarked;
