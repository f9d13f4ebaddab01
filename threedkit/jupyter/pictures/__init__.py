"""Pictures of views: stills in notebooks, the browser's own pixels, files that show a view by themselves."""
