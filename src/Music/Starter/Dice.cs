using MusicGen.Music.Randomness;

namespace MusicGen.Music.Starter;

/// <summary>The composer's choices, one after another from one seed. Not safe to share between threads.</summary>
internal sealed class Dice(CounterRandom random)
{
    private ulong _index;

    public int Below(int count) => random.Below(_index++, count);

    public bool Chance(double probability) => random.Uniform(_index++) < probability;

    public T Among<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
