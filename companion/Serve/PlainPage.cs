using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MeterFirmware.Companion.Serve;

/// <summary>A page of plain HTML: the power and the quarter, live.</summary>
internal static class PlainPage
{
    private const string StylePath = "/meter.css";

    /// <summary>Whether it is what the page for the password needs.</summary>
    public static bool IsStyle(PathString path) => path == StylePath;

    public static void Map(IEndpointRouteBuilder app)
    {
        MapFile(app, "/", "page.html", "text/html; charset=utf-8");
        MapFile(app, "/meter.js", "meter.js", "text/javascript; charset=utf-8");
        MapFile(app, StylePath, "meter.css", "text/css; charset=utf-8");
    }

    private static void MapFile(IEndpointRouteBuilder app, string path, string file, string contentType)
    {
        byte[]? bytes = null;
        app.MapGet(path, (RequestDelegate)(async context =>
        {
            bytes ??= Read(file);
            context.Response.ContentType = contentType;
            context.Response.ContentLength = bytes.Length;
            context.Response.Headers.CacheControl = "no-cache";
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }));
    }

    private static byte[] Read(string file)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"serve/{file}")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
