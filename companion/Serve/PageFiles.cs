using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MeterFirmware.Companion.Serve;

/// <summary>The page's script, styles and picture: in the program itself, and with a mark of their content in their address, so that browsers keep them.</summary>
internal static class PageFiles
{
    private const string StylePath = "/meter.css";
    private const string ScriptPath = "/meter.js";
    private const string IconPath = "/meter.svg";
    private const string Mark = "v";

    private static readonly Dictionary<string, (byte[] Bytes, string Mark, string ContentType)> Files = new()
    {
        [StylePath] = Read("meter.css", "text/css; charset=utf-8"),
        [ScriptPath] = Read("meter.js", "text/javascript; charset=utf-8"),
        [IconPath] = Read("meter.svg", "image/svg+xml"),
    };

    /// <summary>The address of the styles.</summary>
    public static string Style => Marked(StylePath);

    /// <summary>The address of the script.</summary>
    public static string Script => Marked(ScriptPath);

    /// <summary>The address of the picture.</summary>
    public static string Icon => Marked(IconPath);

    /// <summary>Whether it is what the page for the password needs.</summary>
    public static bool IsStyle(PathString path) => path == StylePath;

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach ((string path, (byte[] bytes, string mark, string contentType)) in Files)
        {
            app.MapGet(path, (RequestDelegate)(context =>
            {
                context.Response.ContentType = contentType;
                context.Response.ContentLength = bytes.Length;
                context.Response.Headers.CacheControl = context.Request.Query[Mark] == mark ? "private, max-age=31536000, immutable" : "no-cache";
                return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
            }));
        }
    }

    private static string Marked(string path) => $"{path}?{Mark}={Files[path].Mark}";

    private static (byte[] Bytes, string Mark, string ContentType) Read(string file, string contentType)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{file}")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12], contentType);
    }
}
