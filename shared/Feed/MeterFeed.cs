using System;
using System.Text;
using MeterFirmware.Costs;
using MeterFirmware.Feed.HomeAssistant;
using MeterFirmware.Json;
using MeterFirmware.Quarters;
using MeterFirmware.Tariffs;
using MeterFirmware.Telegrams;
using MeterFirmware.Time;

namespace MeterFirmware.Feed;

/// <summary>
/// Publishes what the meter and the device know: decides what is due, writes it, and hands it to the link. Whoever has worked a
/// telegram through calls <see cref="TakeTelegram"/>, and <see cref="Step"/> at least every second.
/// </summary>
/// <remarks>
/// <para>
/// Intervals go by the meter's clock. A topic has at most one message under way: while the broker has not acknowledged it,
/// nothing new is written, and then what is newest goes. So a slow broker gets fewer messages, never old ones. Events wait in a queue
/// instead, and leave it when the broker has them.
/// </para>
/// <para>
/// Not for several threads at once. Nothing is allocated once every payload has had its length, but for Home Assistant's
/// configuration, which is written seldom and forgotten afterwards.
/// </para>
/// </remarks>
public sealed class MeterFeed
{
    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly FeedOptions _options;
    private readonly IFeedLink _link;
    private readonly bool _sparesMemory;
    private readonly JsonWriter _json = new();
    private readonly FeedPart _state;
    private readonly FeedPart _quarter;
    private readonly FeedPart _costs;
    private readonly FeedPart _peaks;
    private readonly FeedPart _diagnostics;
    private readonly Discovery _discovery;
    private readonly FeedMessage _online;
    private readonly FeedMessage _event;
    private readonly FeedMessage _telegram;
    private FeedPart[] _others = new FeedPart[0];
    private FeedMessage? _large;
    private IFeedListener? _listener;
    private int _connection;
    private int _eventUnderWay;
    private bool _onlineIsDue;
    private bool _wasSilent;
    private long _diagnosticsMs;
    private long _stateUtc;
    private long _quarterUtc;
    private long _costsUtc;
    private long _costsMark;
    private long _peaksMark;
    private Rates? _rates;

    /// <summary>Makes a feed.</summary>
    /// <param name="meter">What is told of.</param>
    /// <param name="status">How the device is doing; kept up to date by whoever runs it.</param>
    /// <param name="options">What, where, and how often.</param>
    /// <param name="link">The way to the broker.</param>
    public MeterFeed(Meter meter, DeviceStatus status, FeedOptions options, IFeedLink link)
    {
        _meter = meter;
        _status = status;
        _options = options;
        _link = link;
        _sparesMemory = status.IsShortOfMemory;
        _online = new FeedMessage(options.Topic(FeedTopic.Status), isRetained: true);
        _event = new FeedMessage(options.Topic(FeedTopic.Event), isRetained: false);
        _telegram = new FeedMessage(options.Topic(FeedTopic.Telegram), isRetained: false);
        _state = new FeedPart(options.Topic(FeedTopic.State), new StatePayload(meter), memory: Memory());
        _quarter = new FeedPart(options.Topic(FeedTopic.Quarter), new QuarterPayload(meter), memory: Memory());
        _costs = new FeedPart(options.Topic(FeedTopic.Costs), new CostsPayload(meter), memory: Memory());
        _peaks = new FeedPart(options.Topic(FeedTopic.Peaks), new PeaksPayload(meter));
        _diagnostics = new FeedPart(options.Topic(FeedTopic.Diagnostics), new DiagnosticsPayload(meter, status, Events, link));
        _discovery = new Discovery(meter, status, options);
        if (options.Telegrams)
        {
            meter.Reader.Text ??= new TelegramText();
        }
    }

    /// <summary>What waits to be told.</summary>
    public EventQueue Events { get; } = new EventQueue();

    /// <summary>Lets someone else take messages and publish along.</summary>
    /// <param name="listener">Who.</param>
    public void Join(IFeedListener listener)
    {
        _listener = listener;
        _others = listener.Parts;
    }

    /// <summary>Topics that the link must subscribe to with each connection; may be none.</summary>
    public string[] Subscriptions
    {
        get
        {
            string[] own = _discovery.Subscriptions;
            if (_listener == null)
            {
                return own;
            }

            string[] others = _listener.Topics;
            string[] all = new string[own.Length + others.Length];
            Array.Copy(own, all, own.Length);
            Array.Copy(others, 0, all, own.Length, others.Length);
            return all;
        }
    }

    /// <summary>Adds the event that the device has started.</summary>
    /// <param name="reason">Why, in words.</param>
    public void TellStart(string reason) => Events.Add(FeedEventKind.Started, MeterTime.None).Text = reason;

    /// <summary>Hands over that the device is offline, to be called before the link is stopped; the broker keeps it.</summary>
    /// <returns>False when the link did not take it.</returns>
    public bool SayGoodbye()
    {
        // "online" may be under way still, so this is a message of its own.
        byte[] offline = Encoding.UTF8.GetBytes(FeedTopic.Offline);
        FeedMessage goodbye = new(_online.Topic, isRetained: true);
        goodbye.Copy(offline, offline.Length);
        return _link.IsConnected && Send(goodbye);
    }

    /// <summary>Sends all that the others have due, at once; for the end, when no step comes any more that would send it in its turn.</summary>
    public void SendAnswers()
    {
        for (int i = 0; i < _others.Length; i++)
        {
            SendWhenDue(_others[i]);
        }
    }

    /// <summary>Takes note of the telegram that the meter has just worked through, while it tells of it.</summary>
    public void TakeTelegram()
    {
        long utc = _meter.Reading.TimeUtc;
        MeterEvents events = _meter.Events;
        NoteEvents(utc, events);
        bool alarmTurned = (events & (MeterEvents.AlarmBegan | MeterEvents.AlarmEnded)) != 0;
        if (alarmTurned || HasPassed(utc, _stateUtc, _options.StateSeconds))
        {
            _state.IsDue = true;
            _stateUtc = utc;
        }

        // A telegram without time changes nothing but what was read: quarter, costs and peaks leave it aside too.
        if (utc != MeterTime.None)
        {
            if (_meter.Quarter.IsKnown && (alarmTurned || HasPassed(utc, _quarterUtc, _options.QuarterSeconds)))
            {
                _quarter.IsDue = true;
                _quarterUtc = utc;
            }

            NoteCosts(utc, events);
            NotePeaks();
        }

        _discovery.TakeTelegram();
        bool isOpen = _link.IsConnected && _link.ConnectionCount == _connection && !_onlineIsDue;
        if (_options.Telegrams && isOpen && _telegram.State != MessageState.InFlight)
        {
            TelegramText text = _meter.Reader.Text!;

            // The line end behind the CRC has not come yet; programs that read P1 wait for it.
            _telegram.CopyLine(text.Bytes, text.Length);
            Send(_telegram);
        }
    }

    /// <summary>Hands over what is due. Never waits.</summary>
    /// <param name="nowMs">A clock in milliseconds that only runs forward.</param>
    public void Step(long nowMs)
    {
        NoteSilence();
        for (InboundMessage? message = _link.Receive(); message != null; message = _link.Receive())
        {
            _listener?.Take(message);
            _discovery.Take(message);
        }

        _discovery.Release(_link.IsConnected);
        GiveLargeBack();
        if (!_link.IsConnected)
        {
            return;
        }

        if (_link.ConnectionCount != _connection)
        {
            _connection = _link.ConnectionCount;
            StartOver();
        }

        if (nowMs - _diagnosticsMs >= _options.DiagnosticsSeconds * 1000L)
        {
            _diagnostics.IsDue = true;
            _diagnosticsMs = nowMs;
        }

        if (_onlineIsDue && !SendOnline())
        {
            return;
        }

        SendWhenDue(_diagnostics);
        SendEvents();
        SendWhenDue(_quarter);
        SendWhenDue(_state);
        if (_sparesMemory)
        {
            SendLargeWhenDue(_peaks);
            SendLargeWhenDue(_costs);
        }
        else
        {
            SendWhenDue(_peaks);
            SendWhenDue(_costs);
        }

        for (int i = 0; i < _others.Length; i++)
        {
            SendLargeWhenDue(_others[i]);
        }

        if (GiveLargeBack() && _discovery.IsReady(_json) && Send(_discovery.Message))
        {
            _discovery.HasSent();
            _large = _discovery.Message;
        }
    }

    // A meter that sends no time is an old one, with a telegram every ten seconds: each is due.
    private static bool HasPassed(long utc, long sinceUtc, int seconds) =>
        utc == MeterTime.None || utc - sinceUtc >= seconds || utc < sinceUtc;

    private JsonMemory? Memory() => _sparesMemory ? null : new JsonMemory();

    // Whoever subscribes after a broker has lost what it kept must find everything.
    private void StartOver()
    {
        bool hasTelegram = _meter.Reader.TelegramCount > 0;
        _onlineIsDue = true;
        _diagnostics.IsDue = true;
        _state.IsDue = hasTelegram;
        _quarter.IsDue = hasTelegram && _meter.Quarter.IsKnown;
        _costs.IsDue = hasTelegram;
        _peaks.IsDue = hasTelegram;
        for (int i = 0; i < _others.Length; i++)
        {
            _others[i].IsDue |= _others[i].Message.IsRetained;
        }

        _discovery.StartOver();
    }

    private bool SendOnline()
    {
        byte[] online = Encoding.UTF8.GetBytes(FeedTopic.Online);
        _online.Copy(online, online.Length);
        _onlineIsDue = !Send(_online);
        return !_onlineIsDue;
    }

    private void SendWhenDue(FeedPart part)
    {
        if (!part.IsDue || part.Message.State == MessageState.InFlight)
        {
            return;
        }

        part.IsDue = !part.Message.Compose(_json, part.Payload) || !Send(part.Message);
    }

    // What is large and seldom goes one after another, and its memory is given back: on the chip not all of it has room at a time.
    private void SendLargeWhenDue(FeedPart part)
    {
        if (part.IsDue && GiveLargeBack())
        {
            _large = part.Message;
            SendWhenDue(part);
        }
    }

    // Returns false while one is under way.
    private bool GiveLargeBack()
    {
        if (_large != null && _large.State != MessageState.InFlight)
        {
            _large.Forget();
            _large = null;
        }

        return _large == null;
    }

    private void SendEvents()
    {
        if (_event.State == MessageState.InFlight)
        {
            return;
        }

        // One that was lost goes again: better told twice than not at all.
        if (_event.State == MessageState.Delivered)
        {
            if (Events.Oldest.Number == _eventUnderWay)
            {
                Events.RemoveOldest();
            }
            else
            {
                Events.TakeBackLoss();
            }
        }

        _event.State = MessageState.Idle;
        if (Events.Count == 0)
        {
            return;
        }

        FeedEvent oldest = Events.Oldest;
        oldest.LostCount = Events.LostCount;
        if (_event.Compose(_json, oldest) && Send(_event))
        {
            _eventUnderWay = oldest.Number;
        }
    }

    private bool Send(FeedMessage message)
    {
        // Set before, since the acknowledgement may come from another thread at once.
        message.State = MessageState.InFlight;
        bool isTaken = _link.Send(message);
        if (!isTaken)
        {
            message.State = MessageState.Idle;
        }

        return isTaken;
    }

    private void NoteEvents(long utc, MeterEvents events)
    {
        QuarterPeak quarter = _meter.Quarter;
        if ((events & MeterEvents.MeterSwapped) != 0)
        {
            Events.Add(FeedEventKind.MeterSwapped, utc).Text = _meter.Reading.MeterSerial.Text;
        }

        if ((events & MeterEvents.SubMeterSwapped) != 0)
        {
            Events.Add(FeedEventKind.SubMeterSwapped, utc);
        }

        if ((events & MeterEvents.NewMonthPeak) != 0)
        {
            Events.Add(FeedEventKind.NewMonthPeak, utc).PowerW = quarter.Peaks.PeakW;
        }

        if ((events & (MeterEvents.AlarmBegan | MeterEvents.AlarmEnded)) != 0)
        {
            FeedEvent alarm = Events.Add(quarter.Alarm ? FeedEventKind.PeakAlarmBegan : FeedEventKind.PeakAlarmEnded, utc);
            alarm.PowerW = quarter.ForecastW;
            alarm.ThresholdW = quarter.ThresholdW;
            alarm.NanoEuro = quarter.BreachNanoEuro;
        }
    }

    private void NoteSilence()
    {
        bool isSilent = _status.IsMeterSilent;
        if (isSilent != _wasSilent)
        {
            _wasSilent = isSilent;
            _diagnostics.IsDue = true;
            Events.Add(isSilent ? FeedEventKind.MeterSilent : FeedEventKind.MeterBack, _meter.Reading.TimeUtc);
        }
    }

    private void NoteCosts(long utc, MeterEvents events)
    {
        Ledger ledger = _meter.Ledger;
        bool isDue = (events & (MeterEvents.QuarterClosed | MeterEvents.NewDay | MeterEvents.Started)) != 0;
        if (ledger.Rates != _rates)
        {
            _rates = ledger.Rates;
            _peaks.IsDue = true;
            isDue = true;
        }

        if (!isDue && !HasPassed(utc, _costsUtc, _options.CostsSeconds))
        {
            return;
        }

        Account all = ledger.SinceStart;
        long mark = all.TotalNanoEuro + all.ImportWh + all.ExportWh + all.GasLitres + all.WaterLitres;
        if (isDue || mark != _costsMark)
        {
            _costs.IsDue = true;
            _costsUtc = utc;
            _costsMark = mark;
        }
    }

    private void NotePeaks()
    {
        MonthPeaks peaks = _meter.Quarter.Peaks;
        long mark = ((((long)peaks.Month * 1000003) + peaks.PeakW) * 1000003) + peaks.PastSumW + peaks.PeakEndUtc + peaks.Past.Count;
        if (mark != _peaksMark)
        {
            _peaksMark = mark;
            _peaks.IsDue = true;
        }
    }
}
