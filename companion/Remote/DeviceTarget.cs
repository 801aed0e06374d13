using MeterFirmware.Companion.Brokers;

namespace MeterFirmware.Companion.Remote;

/// <summary>A device that is to be told something over its broker.</summary>
/// <param name="Access">The broker.</param>
/// <param name="Id">The device's id.</param>
/// <param name="Root">What its topics start with, without slash at the end.</param>
/// <param name="Secret">The device's secret; empty when it is not known here. Never to be shown or logged.</param>
internal sealed record DeviceTarget(BrokerAccess Access, string Id, string Root, string Secret)
{
    /// <summary>The device as a person calls it.</summary>
    public string Name => $"{Id} at {Access.Address}";

    /// <summary>A topic of the device.</summary>
    /// <param name="name">Its last part.</param>
    public string Topic(string name) => $"{Root}/{name}";
}
