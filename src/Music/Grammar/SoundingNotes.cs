using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>How many notes sound, now and until the last of them ends.</summary>
internal sealed class SoundingNotes
{
    /// <summary>For each tick until the end of the longest note how many notes end there; a ring.</summary>
    private readonly int[] _endings = new int[Score24Scales.LongestDuration + 1];

    private long _now;
    private int _count;

    public void Add(int duration)
    {
        _endings[(_now + duration) % _endings.Length]++;
        _count++;
    }

    /// <summary>Goes on to a later tick.</summary>
    public void MoveTo(long tick)
    {
        for (; _now < tick && _count > 0; _now++) End(_now + 1);
        _now = tick;
    }

    /// <summary>The first tick from now on at which fewer notes sound.</summary>
    public long FirstBelow(int most)
    {
        var tick = _now;
        for (var count = _count; count >= most; count -= _endings[tick % _endings.Length]) tick++;
        return tick;
    }

    private void End(long tick)
    {
        ref var ending = ref _endings[tick % _endings.Length];
        _count -= ending;
        ending = 0;
    }
}
