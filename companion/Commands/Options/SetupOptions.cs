using System.CommandLine;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of <c>meter setup</c>: each answers one of its questions.</summary>
internal sealed class SetupOptions
{
    public Option<bool> NoWifi { get; } = new("--no-wifi") { Description = "The device stays off the network" };

    public Option<string?> Name { get; } = new("--name") { Description = "Name of the device, for the broker and the screen", HelpName = "NAME" };

    public Option<string?> Broker { get; } = new("--broker") { Description = "MQTT broker, of a cluster up to four hosts with commas between; its port is 1883, or 8883 with TLS, unless given", HelpName = "HOST[:PORT]" };

    public Option<bool> NoBroker { get; } = new("--no-broker") { Description = "Do without a broker" };

    public Option<string?> BrokerUser { get; } = new("--broker-user") { Description = "User at the broker", HelpName = "USER" };

    public Option<string?> BrokerPasswordFile { get; } = new("--broker-password-file") { Description = "Its password is the first line of this file; else METER_BROKER_PASSWORD, else it is asked", HelpName = "FILE" };

    public Option<bool> BrokerTls { get; } = new("--broker-tls") { Description = "Encrypt the connection to the broker; takes a chip with PSRAM" };

    public Option<bool> NoBrokerCheck { get; } = new("--no-broker-check") { Description = "Do not try to reach the broker" };

    public Option<string?> Access { get; } = new("--access") { Description = "Rates and settings over MQTT: signed with the secret (default), or open to anyone at the broker", HelpName = "signed|open" };

    public Option<string?> Dso { get; } = new("--dso", "--area") { Description = "Grid area, such as imewo, for the capacity tariff and the network's prices; none for no capacity tariff; a wrong name brings the list", HelpName = "AREA" };

    public Option<string?> Contract { get; } = new("--contract") { Description = "How electricity is priced: single, day-night, two-rate, impact; or a supplier's contract such as engie-dynamic, from which all prices follow", HelpName = "KIND|NAME" };

    public Option<string?> Registers { get; } = new("--registers") { Description = "With a supplier's contract: single, day-night, two-rate or impact, where the network's prices go by it", HelpName = "KIND" };

    public Option<decimal?> Kva { get; } = HouseholdOptions.Number("--kva", "With a supplier's contract, in Brussels: the power of the connection", "KVA");

    public Option<string[]> Import { get; } = Amounts("--import", "Electricity taken, EUR/kWh with VAT and all: one price, or one for each rate: day night, full reduced, or peak medium eco");

    public Option<string[]> Export { get; } = Amounts("--export", "Electricity given, EUR/kWh: one price, or one for each rate");

    public Option<string?> ElectricityFee { get; } = new("--electricity-fee") { Description = "Fixed fees for electricity, EUR a year", HelpName = "EUR" };

    public Option<string?> Gas { get; } = new("--gas") { Description = "Gas, EUR/kWh with VAT and all; left out for no gas", HelpName = "PRICE" };

    public Option<string?> GasKwh { get; } = new("--gas-kwh") { Description = "kWh in a m³ of gas, from the bill; default 11.45", HelpName = "KWH" };

    public Option<string?> GasFee { get; } = new("--gas-fee") { Description = "Fixed fees for gas, EUR a year", HelpName = "EUR" };

    public Option<string?> Water { get; } = new("--water") { Description = "Water, EUR/m³; left out for no water", HelpName = "PRICE" };

    public Option<string?> WaterFee { get; } = new("--water-fee") { Description = "Fixed fees for water, EUR a year", HelpName = "EUR" };

    public Option<string> Out { get; } = new("--out") { Description = "Folder for settings.json and rates.json", HelpName = "DIR", DefaultValueFactory = _ => "." };

    public Option<bool> Force { get; } = new("--force") { Description = "Overwrite those files" };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Ask nothing: what no option answers gets its default; --dso and --contract have none, nor --import where the contract does not say it, nor the Wi-Fi unless --no-flash or --no-wifi" };

    public Option<bool> NoFlash { get; } = new("--no-flash") { Description = "Only write the files" };

    public Option<bool> RatesOnly { get; } = new("--rates-only") { Description = "Ask for prices alone, and only write rates.json: for a meter that is read without a chip" };

    public SetupOptions()
    {
        Access.CompletionSources.Add("signed", "open");
        Dso.CompletionSources.Add(_ => HouseholdOptions.Names("grid").Append("none"));
        Contract.CompletionSources.Add(_ => HouseholdOptions.Names("registers").Concat(HouseholdOptions.Names("contract")));
        Registers.CompletionSources.Add(_ => HouseholdOptions.Names("registers"));
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            Name, NoWifi, Broker, NoBroker, BrokerUser, BrokerPasswordFile, BrokerTls, NoBrokerCheck, Access, Dso, Contract, Registers, Kva, Import, Export,
            ElectricityFee, Gas, GasKwh, GasFee, Water, WaterFee, Out, Force, Yes, NoFlash, RatesOnly,
        })
        {
            command.Options.Add(option);
        }
    }

    private static Option<string[]> Amounts(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PRICE",
        AllowMultipleArgumentsPerToken = true,
    };
}
