using System.Net;
using MeterFirmware.Companion.History;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MeterFirmware.Companion.Serve;

/// <summary>Where and to whom meters are served.</summary>
internal sealed record ServeSettings
{
    /// <summary>Where the page and the API are.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>Where the emulated HomeWizard P1 meter is; null for nowhere.</summary>
    public IPEndPoint? HomeWizard { get; init; }

    /// <summary>Where raw telegrams are; null for nowhere.</summary>
    public IPEndPoint? Telegrams { get; init; }

    /// <summary>The password of page and API, as <see cref="Doorkeeper.Hash"/> makes it; null for none.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether everybody may read without it.</summary>
    public bool IsOpenToRead { get; init; }

    /// <summary>The folder with the keys that keep logins over a restart; null to forget them.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>What was counted before now; null when nothing records it.</summary>
    public HistoryStore? History { get; init; }

    /// <summary>Adds what the page needs; null for no page.</summary>
    public Action<IServiceCollection>? AddPage { get; init; }

    /// <summary>Adds its addresses.</summary>
    public Action<IEndpointRouteBuilder>? MapPage { get; init; }

    /// <summary>Whether a place can be reached from other machines.</summary>
    public static bool IsBeyondLoopback(IPEndPoint place) => !IPAddress.IsLoopback(place.Address);
}
