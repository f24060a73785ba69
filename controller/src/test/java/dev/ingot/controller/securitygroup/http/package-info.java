/** Tests of security groups' endpoints. */
@NullMarked
package dev.ingot.controller.securitygroup.http;

import org.jspecify.annotations.NullMarked;
