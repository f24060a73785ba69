/** The dashboard at `/ui`: Thymeleaf pages kept fresh by htmx. It talks to the platform over the v3 API only, as the user who signed in. */
@NullMarked
package dev.ingot.webui;

import org.jspecify.annotations.NullMarked;
