using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MeterFirmware.Companion.Serve;

/// <summary>Says, without a password and in a word or two, whether telegrams come: for containers and watchdogs.</summary>
internal static class Health
{
    /// <summary>Where it is.</summary>
    public const string Path = "/health";

    public static void Map(IEndpointRouteBuilder app, ServedMeters meters) => app.MapGet(Path, (RequestDelegate)(context =>
    {
        IReadOnlyList<ServedMeter> all = meters.All;
        string[] troubles = [.. all.Select(meter => meter.Trouble).Where(trouble => trouble.Length > 0)];

        // One of many that is silent is no reason to start the rest anew.
        bool isWell = troubles.Length < all.Count;
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        string said = all.Count == 0 ? "no meter yet" : troubles.Length == 0 ? "well" : all.Count == 1 ? troubles[0] : $"{troubles.Length} of {all.Count} meters: {troubles[0]}";
        return context.Response.WriteAsync(said + "\n");
    }));
}
