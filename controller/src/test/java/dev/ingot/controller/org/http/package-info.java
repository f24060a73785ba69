/** Tests of orgs' endpoints. */
@NullMarked
package dev.ingot.controller.org.http;

import org.jspecify.annotations.NullMarked;
