/** The endpoints of deployments. */
@NullMarked
package dev.ingot.controller.deployment.http;

import org.jspecify.annotations.NullMarked;
