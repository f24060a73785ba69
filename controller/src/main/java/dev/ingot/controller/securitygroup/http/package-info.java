/** `/v3/security_groups`, and those of a space. */
@NullMarked
package dev.ingot.controller.securitygroup.http;

import org.jspecify.annotations.NullMarked;
