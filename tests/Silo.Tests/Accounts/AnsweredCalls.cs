using System.Reflection;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Stands in for an interface whose calls a test answers itself.</summary>
public class AnsweredCalls : DispatchProxy
{
    private Func<string, object?> _answer = null!;

    /// <param name="answer">From a method's name to what it returns.</param>
    public static T Of<T>(Func<string, object?> answer)
        where T : class
    {
        var calls = Create<T, AnsweredCalls>();
        ((AnsweredCalls)(object)calls)._answer = answer;
        return calls;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!.Name);
}
