using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>What a file says about all its tracks together.</summary>
internal sealed class MidiTimeline
{
    private readonly List<(long At, int Program)>?[] _programs = new List<(long, int)>?[16];
    private bool _programsInOrder;

    public List<Tempo> Tempos { get; } = [];

    public List<Meter> Meters { get; } = [];

    /// <summary>The latest position of any event.</summary>
    public Ticks End { get; private set; }

    public void Reach(long position) => End = Ticks.Later(End, new Ticks(position));

    /// <summary>A tempo of 0 has no meaning and is ignored.</summary>
    public void AddTempo(long position, int microsecondsPerQuarter)
    {
        var tempo = new Tempo(new Ticks(position), microsecondsPerQuarter);
        if (tempo.IsValid) Tempos.Add(tempo);
    }

    /// <summary>A meter without beats, or of beats shorter than a 128th, is ignored.</summary>
    public void AddMeter(long position, int numerator, int denominatorPower)
    {
        if (denominatorPower > 7) return;
        var meter = new Meter(new Ticks(position), numerator, 1 << denominatorPower);
        if (meter.IsValid) Meters.Add(meter);
    }

    public void AddProgram(long position, int channel, int program) => (_programs[channel] ??= []).Add((position, program));

    /// <summary>The program that any track had chosen for a channel by then; piano (0) where none had.</summary>
    public int ProgramAt(long position, int channel)
    {
        if (_programs[channel] is not { } changes) return 0;
        PutProgramsInOrder();
        changes = _programs[channel]!;
        int low = 0, high = changes.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (changes[middle].At <= position) low = middle + 1;
            else high = middle;
        }
        return low > 0 ? changes[low - 1].Program : 0;
    }

    private void PutProgramsInOrder()
    {
        if (_programsInOrder) return;
        for (var channel = 0; channel < _programs.Length; channel++)
            _programs[channel] = _programs[channel]?.OrderBy(change => change.At).ToList();
        _programsInOrder = true;
    }
}
