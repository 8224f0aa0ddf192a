using System.Collections.Immutable;
using System.Numerics;

namespace MusicGen.Music.Midi;

/// <summary>Counts what a file holds, so that the second pass can fill arrays of exactly the right size.</summary>
/// <param name="bytes">The size of the file.</param>
internal sealed class MidiSurvey(int bytes)
{
    /// <summary>How many parts a file of any size may have, a part being a channel with notes in one track chunk.</summary>
    public const int FreeParts = 4_096;

    /// <summary>
    /// Beyond these a file needs as many bytes for each of its parts: the size of <see cref="MidiWriter"/>'s smallest track chunk. A part
    /// costs up to 184 bytes of memory, so 8 bytes for each of these.
    /// </summary>
    public const int BytesPerPart = 23;

    private readonly int _maxParts = FreeParts + (bytes / BytesPerPart);
    private readonly int[] _sounding = new int[MidiEvents.Keys];
    private readonly int[] _ended = new int[16];
    private readonly bool[] _programs = new bool[MidiEvents.Keys];
    private int _usedChannels;

    /// <summary>The track chunks that have notes, in order.</summary>
    public List<MidiTrackSizes> Tracks { get; } = [];

    /// <summary>The number of notes of each of their channels, in order.</summary>
    public List<int> PartSizes { get; } = [];

    public int Hanging { get; private set; }

    public int OrphanOffs { get; private set; }

    public int Overlaps { get; private set; }

    public long EndTick { get; private set; }

    /// <summary>Tempo events, whatever they say.</summary>
    public int AllTempos { get; private set; }

    /// <summary>Meter events, whatever they say.</summary>
    public int AllMeters { get; private set; }

    public int Tempos { get; private set; }

    public int Meters { get; private set; }

    public int Keys { get; private set; }

    public int Chords { get; private set; }

    /// <summary>Channels for which some track chooses a program, one bit each.</summary>
    public int ProgramChannels { get; private set; }

    /// <exception cref="MidiFormatException">There is a fault, in strict mode.</exception>
    public void Count(ref MidiTrackWalk walk, int start, MidiRepairs repairs)
    {
        var hanging = Hanging;
        while (walk.MoveNext())
        {
            ref readonly var midi = ref walk.Event;
            switch (midi.Kind)
            {
                case MidiEvents.NoteOn when midi.Second > 0:
                    _usedChannels |= 1 << midi.Channel;
                    if (_sounding[midi.Key]++ > 0) Overlaps++;
                    Hanging++;
                    break;
                case MidiEvents.NoteOn or MidiEvents.NoteOff:
                    EndNote(in midi);
                    break;
                case MidiEvents.ProgramChange:
                    _programs[midi.Key] = true;
                    ProgramChannels |= 1 << midi.Channel;
                    break;
                case MidiEvents.SystemKind when midi.Status == MidiEvents.Meta:
                    CountMeta(in walk, repairs);
                    break;
            }
        }
        EndTick = Math.Max(EndTick, walk.Position);
        FinishTrack(start, Hanging > hanging, repairs);
    }

    /// <summary>The different programs that are chosen, by channel and number.</summary>
    public ImmutableArray<MidiProgram> Programs()
    {
        var programs = ImmutableArray.CreateBuilder<MidiProgram>();
        for (var key = 0; key < _programs.Length; key++)
        {
            if (_programs[key]) programs.Add(new MidiProgram(key >> 7, key & 0x7F));
        }
        return programs.ToImmutable();
    }

    private void EndNote(in MidiEvent midi)
    {
        if (_sounding[midi.Key] == 0)
        {
            OrphanOffs++;
            return;
        }
        _sounding[midi.Key]--;
        _ended[midi.Channel]++;
        Hanging--;
    }

    private void CountMeta(in MidiTrackWalk walk, MidiRepairs repairs)
    {
        var content = walk.Content;
        var at = walk.Event.ContentStart;
        switch (walk.Event.First)
        {
            case MidiEvents.SetTempo:
                AllTempos++;
                if (content.Length != 3) repairs.Report(MidiRepairKind.MetaLength, at);
                else if (MidiMeta.Tempo(walk.Position, content) is null) repairs.Report(MidiRepairKind.ZeroTempo, at);
                else Tempos++;
                break;
            case MidiEvents.TimeSignature:
                AllMeters++;
                if (content.Length is not (2 or 4)) repairs.Report(MidiRepairKind.MetaLength, at);
                if (content.Length < 2) break;
                if (MidiMeta.Meter(walk.Position, content) is null) repairs.Report(MidiRepairKind.ImpossibleMeter, at);
                else Meters++;
                break;
            case MidiEvents.KeySignature:
                if (content.Length != 2) repairs.Report(MidiRepairKind.MetaLength, at);
                else if (MidiMeta.Key(walk.Position, content) is null) repairs.Report(MidiRepairKind.ImpossibleKey, at);
                else Keys++;
                break;
            case MidiEvents.Text:
                if (MidiMeta.Chord(walk.Position, content) is not null) Chords++;
                break;
            case MidiEvents.EndOfTrack:
                if (content.Length != 0) repairs.Report(MidiRepairKind.MetaLength, at);
                break;
            case >= 0x80:
                repairs.Report(MidiRepairKind.MetaType, at);
                break;
        }
    }

    /// <remarks>Only what was used is cleared: a file may have a chunk every 8 bytes.</remarks>
    private void FinishTrack(int start, bool hasHanging, MidiRepairs repairs)
    {
        var parts = PartSizes.Count;
        var channels = 0;
        for (var channel = 0; channel < _ended.Length && _usedChannels != 0; channel++)
        {
            if ((_usedChannels & (1 << channel)) == 0) continue;
            _usedChannels ^= 1 << channel;
            _sounding.AsSpan(channel << 7, 128).Clear();
            if (_ended[channel] == 0) continue;
            channels |= 1 << channel;
            if (PartSizes.Count < _maxParts) PartSizes.Add(_ended[channel]);
            _ended[channel] = 0;
        }
        if (channels == 0) return;
        if (PartSizes.Count == parts + BitOperations.PopCount((uint)channels))
        {
            Tracks.Add(new MidiTrackSizes(start, (ushort)channels, hasHanging));
        }
        else
        {
            repairs.Report(MidiRepairKind.TooManyParts, start);
            PartSizes.RemoveRange(parts, PartSizes.Count - parts);
        }
    }
}
