using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tests.Tokens.Grid24;

/// <summary>The errors of many pieces, as one row of a table.</summary>
internal sealed class FidelityTable
{
    public const string Header =
        "corpus | pieces | notes | duplicates | drums left out | drums moved | shortened | lengthened | tempos clamped | meters re-barred | programs merged"
        + " | onset mean/p95/max (ms of 120 qpm) | duration mean/p95/max (ms of 120 qpm) | duration mean/p95/max (%) | velocity mean/p95/max";

    private const double MillisecondsPerQuarter = 500;

    private readonly List<Score24Encoding> _encodings = [];
    private readonly List<double> _onsets = [];
    private readonly List<double> _durations = [];
    private readonly List<double> _shares = [];
    private readonly List<double> _velocities = [];

    public void Add(Score24Encoding encoding, Score24Fidelity fidelity)
    {
        _encodings.Add(encoding);
        _onsets.AddRange(fidelity.OnsetErrors.Select(error => error * MillisecondsPerQuarter));
        _durations.AddRange(fidelity.DurationErrors.Select(error => error * MillisecondsPerQuarter));
        _shares.AddRange(fidelity.RelativeDurationErrors.Where(share => share < 1e6).Select(share => share * 100));
        _velocities.AddRange(fidelity.VelocityErrors.Select(error => (double)error));
    }

    public string Row(string corpus)
    {
        int[] counts =
        [
            _encodings.Count,
            _encodings.Sum(encoding => encoding.Notes),
            _encodings.Sum(encoding => encoding.Duplicates),
            _encodings.Sum(encoding => encoding.DrumsLeftOut),
            _encodings.Sum(encoding => encoding.DrumsMoved),
            _encodings.Sum(encoding => encoding.Shortened),
            _encodings.Sum(encoding => encoding.Lengthened),
            _encodings.Sum(encoding => encoding.TemposClamped),
            _encodings.Sum(encoding => encoding.MetersRebarred),
            _encodings.Sum(encoding => encoding.ProgramsMerged),
        ];
        return $"{corpus} | {string.Join(" | ", counts)} | {Spread(_onsets)} | {Spread(_durations)} | {Spread(_shares)} | {Spread(_velocities)}";
    }

    private static string Spread(List<double> errors)
    {
        if (errors.Count == 0) return "-";
        errors.Sort();
        return $"{errors.Average():0.00}/{errors[(int)(errors.Count * 0.95)]:0.00}/{errors[^1]:0.00}";
    }
}
