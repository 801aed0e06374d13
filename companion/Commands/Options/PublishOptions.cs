using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Mqtt;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of the commands that start a broker when none is named.</summary>
internal sealed class PublishOptions
{
    private readonly ConnectionOptions _broker = new("--broker", $"Publish to this broker, {BrokerAddress.Form}; default one of its own, which only this machine can reach");

    private readonly Option<bool> _without = new("--no-broker") { Description = "Publish nothing" };

    public void AddTo(Command command)
    {
        _broker.AddTo(command);
        command.Options.Add(_without);
        command.Validators.Add(result =>
        {
            _broker.RequireUrl(result);
            if (result.GetValue(_without) && result.GetResult(_broker.Url) != null)
            {
                result.AddError("Name a broker with --broker or say --no-broker, not both.");
            }
        });
    }

    /// <summary>Whether nothing is to be published.</summary>
    public bool IsOff(ParseResult parsed) => parsed.GetValue(_without);

    /// <summary>The broker that the command line names, or null.</summary>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess? Read(ParseResult parsed) => _broker.Read(parsed);
}
