using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Clients;

namespace MusicGen.Bench.Serve.Overload;

/// <summary>A service with few places: at its best, with five times as many requests as it can serve, and with tunes that are canceled at once.</summary>
internal sealed class OverloadBench(ServiceProcess service, ServedModel model, ServeSetting setting)
{
    /// <summary>Short tunes, so that places come and go.</summary>
    public const int Bars = 16;

    private const int Places = 64;
    private const int Times = 5;

    public async Task<OverloadFigure> MeasureAsync(CancellationToken cancellationToken)
    {
        string[] settings = [.. ServiceProcess.WithoutWorkers, "--Composing:Tunes", $"{Places}", "--Composing:TunesPerOwner", $"{Places * Times}"];
        await service.RestartAsync(settings, cancellationToken);
        using var client = new TuneClient(service.Address);
        var peak = await MeasurePeakAsync(client, cancellationToken);
        var sessions = await Crowd.BeginAsync(client, model.Id, Places * Times, cancellationToken);
        var hammered = await new Hammer(client, sessions, setting).MeasureAsync(Times * peak.TunesPerSecond, cancellationToken);
        await Crowd.EndAsync(client, sessions); // or their last tunes would take places from those that come next
        return new OverloadFigure(Places, peak, hammered, await new Cancellations(service, client, model, setting).MeasureAsync(Places, cancellationToken));
    }

    private async Task<PeakFigure> MeasurePeakAsync(TuneClient client, CancellationToken cancellationToken)
    {
        await using var crowd = await Crowd.GatherAsync(client, model.Id, Places, Bars, cancellationToken);
        var window = await crowd.MeasureAsync(setting.WarmUpSeconds, setting.Seconds, cancellationToken);
        return new PeakFigure(window.WordsPerSecond, window.WordsPerSecond / (crowd.Listeners.WordsATune ?? throw new InvalidOperationException("No tune ended: give more --seconds.")));
    }
}
